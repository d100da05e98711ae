import type {
  ApiKeyList,
  InvitationList,
  LinkAnswer,
  Me,
  NewApiKey,
  OneTimeLink,
  People,
  Permission,
  Person,
  PrivacyClass,
  RecoveryCodes,
  RoleAnswer,
  RoleList,
  SecondFactorStart,
  SessionList,
  SignInAnswer,
  SignInWays,
} from '@silhouette/model';
import { useQuery } from '@tanstack/react-query';
import { requestJson } from './request-json.ts';

/** Others change it, too: what is older than this is looked at again. */
const FRESH_MS = 10_000;

/** Who uses the page, and what they may do; undefined until it is known. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => requestJson<Me>('/api/me', undefined, signal),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
  });
}

/** Whether who uses the page may do something; true until it is known, since the server decides in any case. */
export function useMay(permission: Permission): boolean {
  return useMe().data?.permissions.includes(permission) ?? true;
}

/** Time zone of the data, in which the page tells times; UTC until it is known. */
export function useTimeZone(): string {
  return useMe().data?.timeZone ?? 'UTC';
}

/** How one can get in. */
export function useSignInWays() {
  return useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: ({ signal }) => requestJson<SignInWays>('/api/session/ways', undefined, signal),
    staleTime: 0,
  });
}

/** What the link of an invitation or of a new password is for. @throws ApiError `link-gone` */
export function useLink(token: string) {
  return useQuery({
    queryKey: ['link', token],
    queryFn: ({ signal }) => requestJson<LinkAnswer>('/api/links/look', { token }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    enabled: token !== '',
  });
}

/** Everybody with an account. */
export function usePeople() {
  return useQuery({
    queryKey: ['accounts', 'people'],
    queryFn: ({ signal }) => requestJson<People>('/api/people', undefined, signal),
    staleTime: FRESH_MS,
  });
}

/** Invitations that were not taken up. */
export function useInvitations() {
  return useQuery({
    queryKey: ['accounts', 'invitations'],
    queryFn: ({ signal }) => requestJson<InvitationList>('/api/invitations', undefined, signal),
    staleTime: FRESH_MS,
  });
}

/** Every role. */
export function useRoles() {
  return useQuery({
    queryKey: ['accounts', 'roles'],
    queryFn: ({ signal }) => requestJson<RoleList>('/api/roles', undefined, signal),
    staleTime: FRESH_MS,
  });
}

/** Where one is signed in; of somebody else with their id. */
export function useSessions(personId: string | null = null) {
  return useQuery({
    queryKey: ['accounts', 'sessions', personId],
    queryFn: ({ signal }) =>
      requestJson<SessionList>(
        personId === null ? '/api/sessions' : `/api/people/${encodeURIComponent(personId)}/sessions`,
        undefined,
        signal,
      ),
    staleTime: 0,
  });
}

/** One's own keys. */
export function useKeys() {
  return useQuery({
    queryKey: ['accounts', 'keys'],
    queryFn: ({ signal }) => requestJson<ApiKeyList>('/api/keys', undefined, signal),
    staleTime: 0,
  });
}

const put = { method: 'PUT' } as const;
const remove = { method: 'DELETE' } as const;

/** What is changed of a person. */
export interface PersonChange {
  readonly role?: string;
  readonly rowScope?: unknown;
  readonly isDisabled?: boolean;
}

/** A role as it is written. */
export interface RoleContent {
  readonly label: { readonly ko: string; readonly en: string };
  readonly permissions: readonly Permission[];
  readonly classes: readonly PrivacyClass[];
}

/** Requests that change accounts. All throw ApiError. */
export const accountsApi = {
  signIn: (email: string, password: string) => requestJson<SignInAnswer>('/api/session', { email, password }),
  giveCode: (proof: { readonly code: string } | { readonly recoveryCode: string }) =>
    requestJson<SignInAnswer>('/api/session/second-factor', proof),
  signOut: () => requestJson<null>('/api/session', undefined, undefined, remove),
  setUp: (first: { readonly name: string; readonly email: string; readonly password: string }) =>
    requestJson<null>('/api/set-up', first),
  takeLink: (token: string, password: string, name: string | null) =>
    requestJson<{ readonly email: string }>('/api/links/use', { token, password, name }),
  changePassword: (current: string, next: string) => requestJson<null>('/api/account/password', { current, next }),
  startSecondFactor: (password: string) => requestJson<SecondFactorStart>('/api/account/second-factor', { password }),
  confirmSecondFactor: (code: string) => requestJson<null>('/api/account/second-factor/confirm', { code }),
  removeSecondFactor: (password: string) => requestJson<null>('/api/account/second-factor/remove', { password }),
  renewCodes: (password: string) => requestJson<RecoveryCodes>('/api/account/recovery-codes', { password }),
  endSession: (id: string) => requestJson<null>(`/api/sessions/${encodeURIComponent(id)}`, undefined, undefined, remove),
  endOtherSessions: () => requestJson<null>('/api/sessions', undefined, undefined, remove),
  makeKey: (name: string, scopes: readonly Permission[], days: number) =>
    requestJson<NewApiKey>('/api/keys', { name, scopes, days }),
  removeKey: (id: string) => requestJson<null>(`/api/keys/${encodeURIComponent(id)}`, undefined, undefined, remove),
  invite: (email: string, role: string, rowScope: unknown) =>
    requestJson<OneTimeLink>('/api/invitations', { email, role, rowScope }),
  withdraw: (id: string) => requestJson<null>(`/api/invitations/${encodeURIComponent(id)}`, undefined, undefined, remove),
  changePerson: (id: string, change: PersonChange) =>
    requestJson<Person>(`/api/people/${encodeURIComponent(id)}`, change, undefined, put),
  removePerson: (id: string) => requestJson<null>(`/api/people/${encodeURIComponent(id)}`, undefined, undefined, remove),
  makeResetLink: (id: string, secondFactorToo: boolean) =>
    requestJson<OneTimeLink>(`/api/people/${encodeURIComponent(id)}/reset-link`, { secondFactorToo }),
  createRole: (id: string, content: RoleContent) => requestJson<RoleAnswer>('/api/roles', { id, ...content }),
  changeRole: (id: string, content: RoleContent) =>
    requestJson<RoleAnswer>(`/api/roles/${encodeURIComponent(id)}`, content, undefined, put),
  removeRole: (id: string) => requestJson<null>(`/api/roles/${encodeURIComponent(id)}`, undefined, undefined, remove),
};
