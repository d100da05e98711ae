import { z } from 'zod';
import { PERMISSIONS } from './permission.ts';
import { PRIVACY_CLASSES } from './privacy-class.ts';

/** Shapes of accounts, roles and sessions: one source for types, validation and OpenAPI. */

const instant = z.string();
const permissions = z.array(z.enum(PERMISSIONS));
const classes = z.array(z.enum(PRIVACY_CLASSES));
/** A definition in the audience language; null: all customers. In answers also null where it is not for who asks: `isScoped` tells. */
const rowScope = z.unknown();
/** Whether there are only some customers for them. */
const isScoped = z.boolean();

/** Answer of `GET /api/me`: who asks, and what they may do. */
export const meSchema = z.object({
  actor: z.object({ kind: z.enum(['local', 'person', 'key']), id: z.string(), name: z.string() }),
  permissions,
  /** What their role lets them do once they have a second factor (`SILHOUETTE_SECOND_FACTOR`); mostly nothing. */
  heldBack: permissions,
  classes,
  rowScope,
  isScoped,
  /** Whether anybody has an account: until then whoever sits at the machine may do everything. */
  hasAccounts: z.boolean(),
  /** IANA time zone of the newest data; UTC while nothing is loaded. */
  timeZone: z.string(),
  /** Of a person; null for others. */
  account: z
    .object({
      name: z.string(),
      email: z.string(),
      role: z.string(),
      hasPassword: z.boolean(),
      hasSecondFactor: z.boolean(),
    })
    .nullable(),
});

/** Answer of `GET /api/session/ways`: how one can get in. */
export const signInWaysSchema = z.object({
  /** Nobody has an account yet, and the first can be made here. */
  setUp: z.boolean(),
  /** Name of the company's own sign-in; null without one. */
  sso: z.string().nullable(),
});

/** Body of `POST /api/session`. */
export const signInRequestSchema = z.strictObject({ email: z.string(), password: z.string() });
/** Body of `POST /api/session/second-factor`: a code of the app, or one of the recovery codes. */
export const secondFactorRequestSchema = z.strictObject({
  code: z.string().nullable().optional(),
  recoveryCode: z.string().nullable().optional(),
});
/** Answer of both: `second-factor` until the code is given. */
export const signInAnswerSchema = z.object({ state: z.enum(['signed-in', 'second-factor']) });

/** Body of `POST /api/set-up`: the first account, an administrator's. */
export const setUpRequestSchema = z.strictObject({ name: z.string(), email: z.string(), password: z.string() });

/** A role, built in or made here. */
export const roleAnswerSchema = z.object({
  id: z.string(),
  label: z.object({ ko: z.string(), en: z.string() }),
  permissions,
  classes,
  builtIn: z.boolean(),
  /** How many have it. */
  people: z.number().int().nonnegative(),
});
/** Answer of `GET /api/roles`. */
export const roleListSchema = z.object({ roles: z.array(roleAnswerSchema) });
/** Body of `PUT /api/roles/{id}`. */
export const roleRequestSchema = z.strictObject({
  label: z.strictObject({ ko: z.string(), en: z.string() }),
  permissions,
  classes,
});
/** Body of `POST /api/roles`. */
export const newRoleRequestSchema = roleRequestSchema.extend({ id: z.string() });

/** Somebody with an account. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  rowScope,
  isScoped,
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  isDisabled: z.boolean(),
  createdAt: instant,
  /** When one of their sessions was last used, to five minutes; null: never, or all have ended. */
  lastSeenAt: instant.nullable(),
});
/** Answer of `GET /api/people`. */
export const peopleSchema = z.object({ people: z.array(personSchema) });
/** Body of `PUT /api/people/{id}`; what is left out stays as it is. */
export const personChangeSchema = z.strictObject({
  role: z.string().nullable().optional(),
  rowScope: rowScope.optional(),
  isDisabled: z.boolean().nullable().optional(),
});

/** An invitation that was not taken up yet; its link was shown once. */
export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: z.string(),
  rowScope,
  isScoped,
  invitedBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
  isExpired: z.boolean(),
});
/** Answer of `GET /api/invitations`. */
export const invitationListSchema = z.object({ invitations: z.array(invitationSchema) });
/** Body of `POST /api/invitations`. */
export const invitationRequestSchema = z.strictObject({
  email: z.string(),
  role: z.string(),
  rowScope: rowScope.optional(),
});
/** A link that is shown once: whoever has it may use it, once, until it expires. */
export const oneTimeLinkSchema = z.object({ id: z.string(), url: z.string(), expiresAt: instant });
/** Body of `POST /api/people/{id}/reset-link`. */
export const resetRequestSchema = z.strictObject({
  /** Whether the second factor is taken away with the password: for who lost the device. */
  secondFactorToo: z.boolean().nullable().optional(),
});

/** Body of `POST /api/links/look`. */
export const linkLookSchema = z.strictObject({ token: z.string() });
/** What a link is for. */
export const linkAnswerSchema = z.object({
  kind: z.enum(['invitation', 'reset']),
  email: z.string(),
  /** Of an invitation; null otherwise. */
  role: z.object({ ko: z.string(), en: z.string() }).nullable(),
});
/** Body of `POST /api/links/use`; `name` for invitations alone. */
export const linkUseSchema = z.strictObject({
  token: z.string(),
  password: z.string(),
  name: z.string().nullable().optional(),
});

/** A browser that is signed in. */
export const sessionSchema = z.object({
  id: z.string(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  /** Address it was last seen from, and what its browser says it is; empty when unknown. */
  address: z.string(),
  userAgent: z.string(),
  isCurrent: z.boolean(),
});
/** Answer of `GET /api/sessions`. */
export const sessionListSchema = z.object({ sessions: z.array(sessionSchema) });

/** A key of a program. */
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** How the key begins, to tell keys apart. */
  start: z.string(),
  scopes: permissions,
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
  isExpired: z.boolean(),
});
/** Answer of `GET /api/keys`. */
export const apiKeyListSchema = z.object({ keys: z.array(apiKeySchema) });
/** Body of `POST /api/keys`. */
export const apiKeyRequestSchema = z.strictObject({
  name: z.string(),
  scopes: permissions,
  /** 1 to 365. */
  days: z.number().int(),
});
/** A key that was made: the one answer that holds it. */
export const newApiKeySchema = apiKeySchema.extend({ key: z.string() });

/** Body of `POST /api/account/password`. */
export const passwordChangeSchema = z.strictObject({ current: z.string(), next: z.string() });
/** Body of requests that a password must confirm. */
export const passwordProofSchema = z.strictObject({ password: z.string() });
/** Body of `POST /api/account/second-factor/confirm`. */
export const codeProofSchema = z.strictObject({ code: z.string() });
/** Answer of `POST /api/account/second-factor`: for the app, and for when it is lost. */
export const secondFactorStartSchema = z.object({ uri: z.string(), recoveryCodes: z.array(z.string()) });
/** Answer of `POST /api/account/recovery-codes`. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });

export type Me = z.infer<typeof meSchema>;
export type SignInWays = z.infer<typeof signInWaysSchema>;
export type SignInAnswer = z.infer<typeof signInAnswerSchema>;
export type RoleAnswer = z.infer<typeof roleAnswerSchema>;
export type RoleList = z.infer<typeof roleListSchema>;
export type Person = z.infer<typeof personSchema>;
export type People = z.infer<typeof peopleSchema>;
export type Invitation = z.infer<typeof invitationSchema>;
export type InvitationList = z.infer<typeof invitationListSchema>;
export type OneTimeLink = z.infer<typeof oneTimeLinkSchema>;
export type LinkAnswer = z.infer<typeof linkAnswerSchema>;
export type SessionAnswer = z.infer<typeof sessionSchema>;
export type SessionList = z.infer<typeof sessionListSchema>;
export type ApiKey = z.infer<typeof apiKeySchema>;
export type ApiKeyList = z.infer<typeof apiKeyListSchema>;
export type NewApiKey = z.infer<typeof newApiKeySchema>;
export type SecondFactorStart = z.infer<typeof secondFactorStartSchema>;
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>;
