import { PERMISSIONS, type Permission } from './permission.ts';
import type { PrivacyClass } from './privacy-class.ts';

/** What people of a role may do, and which attributes there are for them. */
export interface Role {
  /** Lower-case letters, digits and hyphens, beginning with a letter. */
  readonly id: string;
  readonly label: { readonly ko: string; readonly en: string };
  readonly permissions: readonly Permission[];
  /** Attributes and fields of other classes do not exist for them. */
  readonly classes: readonly PrivacyClass[];
}

const LOOK = ['audience.ask', 'audience.read', 'catalog.read'] as const;
const MARKET = [...LOOK, 'audience.save', 'members.list', 'members.export', 'small-groups.see'] as const;

/** Roles that every installation has. Others are made of permissions by whoever may `roles.manage`. */
export const BUILT_IN_ROLES: readonly Role[] = [
  {
    id: 'viewer',
    label: { ko: '조회자', en: 'Viewer' },
    permissions: LOOK,
    classes: ['public', 'internal'],
  },
  {
    id: 'marketer',
    label: { ko: '마케터', en: 'Marketer' },
    permissions: MARKET,
    classes: ['public', 'internal', 'personal'],
  },
  {
    id: 'analyst',
    label: { ko: '분석가', en: 'Analyst' },
    permissions: [...MARKET, 'system.read'],
    classes: ['public', 'internal', 'personal'],
  },
  {
    id: 'steward',
    label: { ko: '데이터 관리자', en: 'Steward' },
    permissions: [...MARKET, 'catalog.edit', 'exports.approve', 'personal.see', 'audit.read', 'privacy.handle', 'system.read'],
    classes: ['public', 'internal', 'personal', 'sensitive'],
  },
  {
    id: 'admin',
    label: { ko: '관리자', en: 'Administrator' },
    permissions: PERMISSIONS,
    classes: ['public', 'internal', 'personal', 'sensitive'],
  },
];

/** A built-in role by id. */
export function findBuiltInRole(id: string): Role | undefined {
  return BUILT_IN_ROLES.find((role) => role.id === id);
}

/**
 * Why permissions do not go together: who may list members can count them, so that hiding small groups from them would be
 * a pretence. Null when they do.
 */
export function findRoleConflict(permissions: ReadonlySet<Permission>): string | null {
  const lists = permissions.has('members.list') || permissions.has('members.export');
  if (lists && !permissions.has('small-groups.see')) {
    return 'Who may list or export members can count them: give "small-groups.see" too, or take "members.list" and "members.export" away.';
  }
  return null;
}
