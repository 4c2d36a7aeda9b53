import type { OrgRole } from '@countinghouse/protocol';
import { Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { firmRoles, roleNames } from './role-names.ts';
import { adminTexts } from './texts.ts';

interface RolesDialogProps {
  name: string;
  roles: readonly OrgRole[];
  isBusy: boolean;
  onCancel(): void;
  onSave(roles: OrgRole[]): void;
}

export function RolesDialog({ name, roles, isBusy, onCancel, onSave }: RolesDialogProps) {
  const texts = useTexts(adminTexts);
  const names = roleNames(texts);
  const [chosen, setChosen] = useState<OrgRole[]>([...roles]);
  return (
    <Modal
      open
      title={texts.rolesOf(name)}
      okText={texts.save}
      cancelText={texts.cancel}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => onSave(chosen)}
    >
      <Checkbox.Group
        style={{ display: 'grid', gap: 10, padding: '8px 0' }}
        value={chosen}
        onChange={setChosen}
        options={firmRoles.map((role) => ({ value: role, label: names[role] }))}
      />
    </Modal>
  );
}
