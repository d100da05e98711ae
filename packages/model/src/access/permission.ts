/** What a person may be allowed to do, by name; roles are made of these. `docs/access.md` says each in full. */
export const PERMISSIONS = [
  /** Counts, panels, portraits, histories, overlaps: questions whose answers name nobody. */
  'audience.ask',
  /** Saved audiences: read them. */
  'audience.read',
  /** Saved audiences: save, change and delete them. */
  'audience.save',
  /** The catalog: read it. */
  'catalog.read',
  /** The catalog: edit its words. */
  'catalog.edit',
  /** Customers one by one: pages of members, and why one is a member. */
  'members.list',
  /** Files of members. */
  'members.export',
  /** Say yes or no to exports of personal data that somebody else asked for. */
  'exports.approve',
  /** Exact numbers of groups smaller than the smallest that others are shown. */
  'small-groups.see',
  /** Personal attributes as they are, for a purpose that is told; without it they are masked. */
  'personal.see',
  /** People: invite them, give them roles, end their sessions. */
  'people.manage',
  /** Roles: make and change them. */
  'roles.manage',
  /** The audit log: read, search and export it. */
  'audit.read',
  /** Requests of customers for what is held of them, or for its erasure. */
  'privacy.handle',
  /** How the server does: snapshots, the index, metrics. */
  'system.read',
] as const;

/** One of {@link PERMISSIONS}. */
export type Permission = (typeof PERMISSIONS)[number];

/** Whether a text names a permission. */
export function isPermission(text: string): text is Permission {
  return PERMISSIONS.some((one) => one === text);
}
