import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '@silhouette/lake';
import {
  type OneTimeLink,
  oneTimeLinkSchema,
  type Person,
  type PlainValue,
  peopleSchema,
  personSchema,
  type RoleAnswer,
  roleListSchema,
  SilhouetteError,
} from '@silhouette/model';
import { giveLocalAccess } from '../access/access.ts';
import { writeKeyHeaders } from '../audiences/key-headers.ts';
import { sendRequest } from '../audiences/send-request.ts';
import { describeScope } from '../audit/describe-scope.ts';
import { LocalLog } from '../audit/local-log.ts';
import { findStoreServer } from '../store/find-store-server.ts';
import { readDatabaseUrl } from '../store/open-store.ts';
import { StoreHolder } from '../store/store-holder.ts';
import { readAccountSettings } from './account-settings.ts';
import { AccountStore } from './account-store.ts';
import { AccountsPresence } from './accounts-presence.ts';
import { type FirstAccount, makeFirstAccount } from './first-account.ts';
import { Links } from './links.ts';
import { People } from './people.ts';
import { Roles } from './roles.ts';
import { writeScope } from './row-scope.ts';

/** Whom an invitation is for, and what they may do. */
interface AskedInvitation {
  readonly email: string;
  readonly role: string;
  /** A definition in the audience language; null: all customers. */
  readonly rowScope: PlainValue;
}

/** Accounts of a workspace for one command; whoever may read its folder may do everything there. */
export interface ConnectedPeople {
  /** @throws SilhouetteError `accounts-exist`. */
  addOwner(first: FirstAccount): Promise<void>;
  list(): Promise<readonly Person[]>;
  listRoles(): Promise<readonly RoleAnswer[]>;
  /** @throws SilhouetteError `accounts-missing`, `person-exists`, `invalid-value`. */
  invite(asked: AskedInvitation): Promise<OneTimeLink>;
  /** @throws SilhouetteError `last-admin`, `not-found`. */
  setDisabled(id: string, isDisabled: boolean): Promise<Person>;
  /** Gives the store back, if it was opened. */
  close(): Promise<void>;
}

/** What a command brings. */
export interface ConnectPeopleOptions {
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly findLoaded: () => Promise<Snapshot>;
  readonly now: () => number;
}

/** Accounts through the running server that has the embedded database open (with `SILHOUETTE_API_KEY`), else from the database itself. */
export async function connectPeople(options: ConnectPeopleOptions): Promise<ConnectedPeople> {
  const isEmbedded = readDatabaseUrl(options.env) === null;
  const address = isEmbedded ? await findStoreServer(options.stateDir) : null;
  return address === null ? manageLocally(options, isEmbedded) : manageOverHttp(address, options.env);
}

function manageOverHttp(address: string, env: ConnectPeopleOptions['env']): ConnectedPeople {
  const ask = (method: string, path: string, body?: PlainValue) =>
    sendRequest(`${address}/api/${path}`, { method, body, headers: writeKeyHeaders(env) });
  return {
    addOwner: async ({ name, email, password }) => {
      await ask('POST', 'set-up', { name, email, password });
    },
    list: async () => peopleSchema.parse(await ask('GET', 'people')).people,
    listRoles: async () => roleListSchema.parse(await ask('GET', 'roles')).roles,
    invite: async ({ email, role, rowScope }) =>
      oneTimeLinkSchema.parse(await ask('POST', 'invitations', { email, role, rowScope })),
    setDisabled: async (id, isDisabled) =>
      personSchema.parse(await ask('PUT', `people/${encodeURIComponent(id)}`, { isDisabled })),
    close: async () => {},
  };
}

function manageLocally({ stateDir, env, findLoaded, now }: ConnectPeopleOptions, isEmbedded: boolean): ConnectedPeople {
  const holder = new StoreHolder({ stateDir, env });
  // Nothing is remembered here: servers that share the database ask it again within seconds.
  const store = new AccountStore(holder, () => {});
  // Where nothing was ever kept no database is made to say so.
  const isNew = () => isEmbedded && !existsSync(join(stateDir, 'db'));
  const presence = new AccountsPresence({ store: holder, stateDir, databaseUrl: readDatabaseUrl(env), isNew: isNew() });
  const log = new LocalLog({ stateDir, env, now }, holder);
  const people = new People(store, now);
  const access = giveLocalAccess();
  const origin = readAccountSettings(env).publicUrl?.origin ?? 'http://localhost:4000';
  return {
    addOwner: async (first) => {
      await presence.makeFirst((expect) => makeFirstAccount(store, first, now(), expect));
      await log.record('person-changed', { subject: [first.email], details: { what: 'set-up', role: 'admin' } });
    },
    list: async () => (isNew() ? [] : people.list()),
    listRoles: () => new Roles(store).list(),
    invite: async ({ email, role, rowScope }) => {
      if (!(await presence.exists()))
        throw SilhouetteError.of('accounts-missing', 'Nobody has an account yet; make the first with "people add-owner".');
      const scope = await writeScope(rowScope, findLoaded);
      const { id, token, expiresAtMs } = await new Links(store, now).invite(access, { email, role, rowScope: scope });
      await log.record('person-invited', { subject: [id], details: { email, role }, texts: describeScope(scope) });
      return { id, url: `${origin}/accept#${token}`, expiresAt: new Date(expiresAtMs).toISOString() };
    },
    setDisabled: async (id, isDisabled) => {
      const person = await people.change(access, id, { isDisabled });
      await log.record('person-changed', { subject: [id], details: { email: person.email, role: null, isDisabled } });
      return person;
    },
    close: async () => {
      await log.close();
      await holder.close();
    },
  };
}
