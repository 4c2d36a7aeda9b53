import type { ConversationId, DataClass, EngagementId, UserId } from '@countinghouse/protocol';
import { Alert, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { focusField } from '../../shared/focus-field.ts';
import { useTexts } from '../../shared/locale.tsx';
import { memberTexts } from './member-texts.ts';
import { type Choice, PeopleSelect } from './PeopleSelect.tsx';
import { messagingTexts } from './texts.ts';

interface DialogProps {
  isBusy: boolean;
  onCancel(): void;
}

export interface NewGroup {
  title: string;
  memberIds: UserId[];
  engagementId?: EngagementId;
  parentId?: ConversationId;
  dataClass: DataClass;
}

interface NewGroupDialogProps extends DialogProps {
  choices: readonly Choice[];
  engagements: readonly { id: EngagementId; name: string }[];
  /** Groups of which a subgroup can be made, with their engagement. */
  parents: readonly { id: ConversationId; title: string; engagementId: EngagementId | null }[];
  /** What the firm allows the person; null while it is not known. */
  policy: { mayCreate: boolean; mayCreateWithGuests: boolean } | null;
  guestIds: ReadonlySet<UserId>;
  onCreate(group: NewGroup): void;
}

export function NewGroupDialog({ choices, engagements, parents, ...props }: NewGroupDialogProps) {
  const { policy, guestIds, isBusy, onCancel, onCreate } = props;
  const texts = useTexts(messagingTexts);
  const own = useTexts(memberTexts);
  const [form] = Form.useForm<NewGroup>();
  const parentId = Form.useWatch('parentId', form);
  const memberIds = Form.useWatch('memberIds', form) ?? [];
  const hasGuests = memberIds.some((id) => guestIds.has(id));
  const refusal =
    policy && !policy.mayCreate
      ? own.groupMayNot
      : policy && !policy.mayCreateWithGuests && hasGuests
        ? own.groupMayNotGuests
        : null;
  const inherited = parents.find((parent) => parent.id === parentId)?.engagementId;
  const finish = (group: NewGroup) => onCreate({ ...group, engagementId: inherited ?? group.engagementId });
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={texts.newGroup}
      okText={texts.create}
      cancelText={texts.cancel}
      okButtonProps={{ disabled: refusal !== null }}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => form.submit()}
    >
      {refusal ? (
        <Alert type="error" showIcon title={refusal} style={{ marginBottom: 12 }} />
      ) : (
        <p style={{ marginBottom: 12, color: 'var(--ink-2)' }}>{own.groupHint}</p>
      )}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={finish}
        initialValues={{ memberIds: [], dataClass: 'general' }}
      >
        <Form.Item
          name="title"
          label={texts.groupTitle}
          rules={[{ required: true, whitespace: true, message: texts.groupTitleMissing }]}
        >
          <Input maxLength={100} data-autofocus />
        </Form.Item>
        <Form.Item
          name="memberIds"
          label={texts.members}
          trigger="onChange"
          extra={hasGuests ? own.guestsHint : undefined}
        >
          <PeopleField choices={choices} />
        </Form.Item>
        <Form.Item name="parentId" label={texts.parent} extra={parentId ? own.parentHint : undefined}>
          <Select
            allowClear
            placeholder={texts.noParent}
            options={parents.map((parent) => ({ value: parent.id, label: parent.title }))}
          />
        </Form.Item>
        {!inherited && (
          <Form.Item name="engagementId" label={texts.engagement}>
            <Select
              allowClear
              placeholder={texts.noEngagement}
              options={engagements.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        )}
        <Form.Item name="dataClass" label={texts.dataClass}>
          <Select
            options={[
              { value: 'general', label: texts.classGeneral },
              { value: 'important', label: texts.classImportant },
              { value: 'core', label: texts.classCore },
            ]}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** `value` and `onChange` come from the form item. */
function PeopleField(props: {
  choices: readonly Choice[];
  value?: UserId[];
  onChange?: (value: UserId[]) => void;
  id?: string;
}) {
  return (
    <PeopleSelect
      id={props.id}
      choices={props.choices}
      value={props.value ?? []}
      onChange={(value) => props.onChange?.(value)}
    />
  );
}

interface ChoosePeopleDialogProps extends DialogProps {
  title: string;
  okText: string;
  choices: readonly Choice[];
  isSingle?: boolean;
  onChoose(ids: UserId[]): void;
}

export function ChoosePeopleDialog(props: ChoosePeopleDialogProps) {
  const texts = useTexts(messagingTexts);
  const [chosen, setChosen] = useState<UserId[]>([]);
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={props.title}
      okText={props.okText}
      cancelText={texts.cancel}
      okButtonProps={{ disabled: chosen.length === 0 }}
      confirmLoading={props.isBusy}
      onCancel={props.onCancel}
      onOk={() => props.onChoose(chosen)}
    >
      <PeopleSelect choices={props.choices} value={chosen} onChange={setChosen} isSingle={props.isSingle} />
    </Modal>
  );
}

interface RenameDialogProps extends DialogProps {
  title: string;
  onRename(title: string): void;
}

export function RenameDialog({ title, isBusy, onCancel, onRename }: RenameDialogProps) {
  const texts = useTexts(messagingTexts);
  const [next, setNext] = useState(title);
  const trimmed = next.trim();
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={texts.rename}
      okText={texts.save}
      cancelText={texts.cancel}
      okButtonProps={{ disabled: trimmed === '' || trimmed === title }}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => onRename(trimmed)}
    >
      <Input
        aria-label={texts.groupTitle}
        value={next}
        maxLength={100}
        data-autofocus
        onChange={(event) => setNext(event.target.value)}
        onPressEnter={() => {
          if (trimmed !== '' && trimmed !== title) onRename(trimmed);
        }}
      />
    </Modal>
  );
}
