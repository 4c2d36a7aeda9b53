import type { OrgRole } from '@countinghouse/protocol';

export interface RoleTexts {
  roleStaff: string;
  roleManager: string;
  roleFinance: string;
  roleManagement: string;
  roleSystemAdmin: string;
  roleSecurityAdmin: string;
  roleAuditAdmin: string;
  roleGuest: string;
}

export function roleNames(texts: RoleTexts): Record<OrgRole, string> {
  return {
    staff: texts.roleStaff,
    manager: texts.roleManager,
    finance: texts.roleFinance,
    management: texts.roleManagement,
    system_admin: texts.roleSystemAdmin,
    security_admin: texts.roleSecurityAdmin,
    audit_admin: texts.roleAuditAdmin,
    guest: texts.roleGuest,
  };
}

/** The roles that a person of the firm may hold, in the order in which they are offered. */
export const firmRoles: readonly OrgRole[] = [
  'staff',
  'manager',
  'finance',
  'management',
  'system_admin',
  'security_admin',
  'audit_admin',
];
