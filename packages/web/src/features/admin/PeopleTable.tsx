import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import type { Department, DepartmentId, identity, ResponseOf } from '@countinghouse/protocol';
import { Button, Input, Popconfirm, Select, Table, type TableProps } from 'antd';
import { useState } from 'react';
import { Avatar } from '../../shared/Avatar.tsx';
import { Chip } from '../../shared/Chip.tsx';
import { DateText } from '../../shared/DateText.tsx';
import { useNameOf, useTexts } from '../../shared/locale.tsx';
import styles from './AdminPage.module.css';
import { roleNames } from './role-names.ts';
import { adminTexts } from './texts.ts';

export type Account = ResponseOf<typeof identity.listAccounts>['accounts'][number];

interface PeopleTableProps {
  accounts: readonly Account[];
  departments: readonly Department[];
  meId: string;
  mayWrite: boolean;
  onAdd(): void;
  onDepartment(account: Account, departmentId: DepartmentId | null): void;
  onRoles(account: Account): void;
  onLink(account: Account): void;
  onDeactivate(account: Account): void;
}

export function PeopleTable(props: PeopleTableProps) {
  const texts = useTexts(adminTexts);
  const [filter, setFilter] = useState('');
  const needle = filter.trim().toLocaleLowerCase();
  const shown = props.accounts.filter(({ person }) =>
    [person.login, person.name.zh, person.name.en ?? '', person.title.zh]
      .join(' ')
      .toLocaleLowerCase()
      .includes(needle),
  );
  return (
    <>
      <div className={styles.bar}>
        <Input
          allowClear
          prefix={<SearchOutlined aria-hidden="true" />}
          placeholder={texts.search}
          aria-label={texts.search}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <span className={styles.grow} />
        {props.mayWrite && (
          <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={props.onAdd}>
            {texts.add}
          </Button>
        )}
      </div>
      <Table<Account>
        size="middle"
        rowKey={(account) => account.person.id}
        dataSource={shown}
        columns={useColumns(props)}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: texts.noPeople }}
      />
    </>
  );
}

function useColumns(props: PeopleTableProps): TableProps<Account>['columns'] {
  const texts = useTexts(adminTexts);
  const nameOf = useNameOf();
  const names = roleNames(texts);
  return [
    {
      title: texts.name,
      key: 'name',
      render: (_, { person }) => (
        <span className={styles.person}>
          <Avatar name={nameOf(person.name)} kind={person.kind === 'app' ? 'app' : 'person'} size={32} />
          <span>
            <span className={styles.personName}>{nameOf(person.name)}</span>{' '}
            {person.kind === 'guest' && <Chip tone="gold">{texts.external}</Chip>}
            <br />
            <span className={styles.quiet}>
              {person.login}
              {person.title.zh && ` · ${nameOf(person.title)}`}
            </span>
          </span>
        </span>
      ),
    },
    {
      title: texts.department,
      key: 'department',
      render: (_, account) => <DepartmentCell account={account} {...props} />,
    },
    {
      title: texts.roles,
      key: 'roles',
      render: (_, { roles }) => (
        <span className={styles.chips}>
          {roles.map((role) => (
            <Chip key={role} tone={role.endsWith('_admin') ? 'pine' : 'quiet'}>
              {names[role]}
            </Chip>
          ))}
        </span>
      ),
    },
    { title: texts.since, key: 'since', render: (_, account) => <DateText at={account.createdAt} /> },
    {
      title: texts.state,
      key: 'state',
      render: (_, { person }) =>
        person.isActive ? <Chip tone="ok">{texts.active}</Chip> : <Chip tone="quiet">{texts.inactive}</Chip>,
    },
    { title: texts.actions, key: 'actions', render: (_, account) => <RowActions account={account} {...props} /> },
  ];
}

function DepartmentCell({ account, ...props }: PeopleTableProps & { account: Account }) {
  const texts = useTexts(adminTexts);
  const nameOf = useNameOf();
  const { person } = account;
  const found = props.departments.find((department) => department.id === person.departmentId);
  if (!props.mayWrite || !person.isActive || person.kind !== 'person') return found ? nameOf(found.name) : '—';
  return (
    <Select<DepartmentId>
      allowClear
      size="small"
      className={styles.department}
      aria-label={texts.departmentOf(nameOf(person.name))}
      placeholder={texts.noDepartment}
      value={person.departmentId ?? undefined}
      onChange={(departmentId?: DepartmentId) => props.onDepartment(account, departmentId ?? null)}
      options={props.departments.map(({ id, name }) => ({ value: id, label: nameOf(name) }))}
    />
  );
}

function RowActions({ account, ...props }: PeopleTableProps & { account: Account }) {
  const texts = useTexts(adminTexts);
  const nameOf = useNameOf();
  const { person } = account;
  if (!person.isActive || person.kind === 'app') return null;
  return (
    <span className={styles.chips}>
      {props.mayWrite && person.kind === 'person' && (
        <Button size="small" onClick={() => props.onRoles(account)}>
          {texts.editRoles}
        </Button>
      )}
      {props.mayWrite && (
        <Button size="small" onClick={() => props.onLink(account)}>
          {texts.newLink}
        </Button>
      )}
      {person.id !== props.meId && (
        <Popconfirm
          title={texts.deactivateAsk(nameOf(person.name))}
          okText={texts.deactivate}
          okButtonProps={{ danger: true }}
          cancelText={texts.cancel}
          onConfirm={() => props.onDeactivate(account)}
        >
          <Button size="small">{texts.deactivate}</Button>
        </Popconfirm>
      )}
    </span>
  );
}
