import type { ConversationId, DataClass, EngagementId, UserId } from '@countinghouse/protocol';
import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
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
  onCreate(group: NewGroup): void;
}

export function NewGroupDialog({ choices, engagements, parents, isBusy, onCancel, onCreate }: NewGroupDialogProps) {
  const texts = useTexts(messagingTexts);
  const [form] = Form.useForm<NewGroup>();
  const parentId = Form.useWatch('parentId', form);
  const inherited = parents.find((parent) => parent.id === parentId)?.engagementId;
  const finish = (group: NewGroup) => onCreate({ ...group, engagementId: inherited ?? group.engagementId });
  return (
    <Modal
      open
      title={texts.newGroup}
      okText={texts.create}
      cancelText={texts.cancel}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => form.submit()}
    >
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
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="memberIds" label={texts.members} trigger="onChange">
          <PeopleField choices={choices} />
        </Form.Item>
        <Form.Item name="parentId" label={texts.parent}>
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
        autoFocus
        onChange={(event) => setNext(event.target.value)}
        onPressEnter={() => {
          if (trimmed !== '' && trimmed !== title) onRename(trimmed);
        }}
      />
    </Modal>
  );
}
