import { PlusOutlined } from '@ant-design/icons';
import { type Department, identity } from '@countinghouse/protocol';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { useAction } from '../../shared/use-action.ts';
import { DepartmentDialog, type DepartmentInput } from './DepartmentDialog.tsx';
import styles from './Organisation.module.css';
import { organisationTexts } from './organisation-texts.ts';
import { isOfFirm } from './person-options.ts';

export function DepartmentsPanel() {
  const texts = useTexts(organisationTexts);
  const { call } = useMessenger();
  const directory = useDirectory();
  const [edited, setEdited] = useState<Department | 'new' | null>(null);
  const save = useAction(async (body: DepartmentInput) => {
    if (edited === 'new') await call(identity.createDepartment, { body });
    else if (edited) await call(identity.changeDepartment, { params: { departmentId: edited.id }, body });
    setEdited(null);
    directory.reload();
  });
  const headcount = (department: Department) =>
    directory.people.filter((person) => isOfFirm(person) && person.departmentId === department.id).length;
  return (
    <section className={styles.section} aria-labelledby="organisation-departments">
      <header>
        <h2 id="organisation-departments">{texts.departments}</h2>
        <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => setEdited('new')}>
          {texts.addDepartment}
        </Button>
      </header>
      <Table<Department>
        size="small"
        rowKey="id"
        dataSource={directory.departments}
        pagination={false}
        locale={{ emptyText: texts.noDepartments }}
        columns={[
          { title: texts.department, key: 'name', render: (_, { name }) => directory.nameOf(name) },
          {
            title: texts.head,
            key: 'head',
            render: (_, { headId }) =>
              headId ? directory.nameOfPerson(headId) : <span className={styles.lacking}>{texts.noHead}</span>,
          },
          { title: texts.headcount, key: 'count', align: 'right', render: (_, department) => headcount(department) },
          {
            key: 'actions',
            align: 'right',
            render: (_, department) => (
              <Button size="small" onClick={() => setEdited(department)}>
                {texts.edit}
              </Button>
            ),
          },
        ]}
      />
      {edited && (
        <DepartmentDialog
          department={edited === 'new' ? null : edited}
          people={directory.people}
          isBusy={save.isRunning}
          onCancel={() => setEdited(null)}
          onSave={(input) => void save.run(input)}
        />
      )}
    </section>
  );
}
