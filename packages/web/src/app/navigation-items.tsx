import {
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  ContactsOutlined,
  FileTextOutlined,
  MessageOutlined,
  SettingOutlined,
} from '@ant-design/icons';
import type { Engagement, Me, OrgRole } from '@countinghouse/protocol';
import type { ReactNode } from 'react';
import { paths } from '../shared/paths.ts';

export interface NavigationItem {
  id: 'messages' | 'directory' | 'invoices' | 'claims' | 'finance' | 'totals' | 'admin';
  to: string;
  icon: ReactNode;
}

/** Management sees totals only, administrators accounts, logs and organisation only; guests hand in invoices in the conversation. */
export const worksWithInvoices = holds('staff', 'manager', 'finance');

const items: readonly (NavigationItem & { isFor: (me: Me, engagements: readonly Engagement[]) => boolean })[] = [
  { id: 'messages', to: paths.home, icon: <MessageOutlined aria-hidden="true" />, isFor: () => true },
  { id: 'directory', to: paths.directory, icon: <ContactsOutlined aria-hidden="true" />, isFor: () => true },
  { id: 'invoices', to: paths.invoices, icon: <FileTextOutlined aria-hidden="true" />, isFor: worksWithInvoices },
  { id: 'claims', to: paths.claims, icon: <AuditOutlined aria-hidden="true" />, isFor: worksWithInvoices },
  { id: 'finance', to: paths.finance, icon: <BankOutlined aria-hidden="true" />, isFor: holds('finance') },
  {
    id: 'totals',
    to: paths.totals,
    icon: <BarChartOutlined aria-hidden="true" />,
    isFor: holds('management', 'finance'),
  },
  {
    id: 'admin',
    to: paths.admin,
    icon: <SettingOutlined aria-hidden="true" />,
    // Managers govern engagements, and leads their own.
    isFor: (me, engagements) =>
      holds('system_admin', 'security_admin', 'audit_admin', 'manager')(me) ||
      engagements.some((engagement) => engagement.leadId === me.person.id),
  },
];

function holds(...roles: OrgRole[]) {
  return (me: Me) => me.roles.some((role) => roles.includes(role));
}

/** The pages that are for this person. The server decides on every request; this only spares them dead ends. */
export function navigationFor(me: Me, engagements: readonly Engagement[]): NavigationItem[] {
  return items.filter((item) => item.isFor(me, engagements));
}
