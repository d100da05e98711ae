import type { ColumnType, Generated } from 'kysely';

/** A time, given as a `Date` in whole milliseconds. */
type Time = ColumnType<Date, Date, Date>;

/** Somebody with an account; names of columns are better-auth's up to `twoFactorEnabled`. */
export interface UserTable {
  id: string;
  name: string;
  /** In lower case. */
  email: string;
  emailVerified: boolean;
  image: string | null;
  createdAt: Time;
  updatedAt: Time;
  twoFactorEnabled: boolean;
  /** Id of a role, built in or of `roles`. */
  role: string;
  /** A definition as JSON text with the numbers' own digits; null: all customers. */
  rowScope: string | null;
  disabledAt: Time | null;
}

/** A browser that is signed in; better-auth's. */
interface SessionTable {
  id: string;
  expiresAt: Time;
  /** Useless without the server's secret: cookies hold it signed. */
  token: string;
  createdAt: Time;
  updatedAt: Time;
  ipAddress: string | null;
  userAgent: string | null;
  userId: string;
}

/** A way to get in: a password (`credential`), or the company's sign-in (`oidc`); better-auth's. */
interface AccountTable {
  id: string;
  /** Of `credential` the person's id; of `oidc` issuer and subject. */
  accountId: string;
  providerId: string;
  userId: string;
  accessToken: string | null;
  refreshToken: string | null;
  idToken: string | null;
  accessTokenExpiresAt: Time | null;
  refreshTokenExpiresAt: Time | null;
  scope: string | null;
  /** Its hash. */
  password: string | null;
  createdAt: Time;
  updatedAt: Time;
}

/** What is waited for between two requests of one sign-in; better-auth's. */
interface VerificationTable {
  id: string;
  identifier: string;
  value: string;
  expiresAt: Time;
  createdAt: Time;
  updatedAt: Time;
}

/** Second factors; better-auth's. Secret and recovery codes are encrypted with the server's secret. */
interface TwoFactorTable {
  id: string;
  secret: string;
  backupCodes: string;
  userId: string;
  verified: boolean | null;
  failedVerificationCount: number | null;
  lockedUntil: Time | null;
}

/** Roles made here. */
interface RolesTable {
  id: string;
  label_ko: string;
  label_en: string;
  permissions: string[];
  classes: string[];
}

/** Links that are used once: invitations, and new passwords. */
export interface AccountLinksTable {
  id: string;
  kind: 'invitation' | 'reset';
  /** SHA-256 of the token in hexadecimal. */
  token_hash: string;
  email: string;
  /** Of invitations. */
  role: string | null;
  row_scope: string | null;
  /** Of new passwords. */
  user_id: string | null;
  second_factor_too: boolean;
  created_by: string;
  /** The account of who made it; null: the local owner. A link is good only as long as they might make it. */
  created_by_id: string | null;
  created_at: Time;
  expires_at: Time;
  used_at: Time | null;
}

/** Keys of programs. */
export interface ApiKeysTable {
  id: string;
  user_id: string;
  name: string;
  start: string;
  /** SHA-256 of the key in hexadecimal. */
  hash: string;
  scopes: string[];
  created_at: Time;
  expires_at: Time;
  last_used_at: Time | null;
}

/** Attempts to get in, counted by account and by address. */
interface SignInAttemptsTable {
  /** `account:` or `address:`, and a keyed hash. */
  subject: string;
  attempts: number;
  since: Time;
}

/** Codes of second factors that were used: none is taken twice. */
interface UsedCodesTable {
  id: Generated<number>;
  user_id: string;
  code: string;
  used_at: Time;
}

/** Every table of accounts. */
export interface AccountTables {
  user: UserTable;
  session: SessionTable;
  account: AccountTable;
  verification: VerificationTable;
  twoFactor: TwoFactorTable;
  roles: RolesTable;
  account_links: AccountLinksTable;
  api_keys: ApiKeysTable;
  sign_in_attempts: SignInAttemptsTable;
  used_codes: UsedCodesTable;
}
