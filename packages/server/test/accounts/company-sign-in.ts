import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';
import { Visitor } from './visitor.ts';

/** Somebody whom the company's sign-in knows. */
interface Employee {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

/** A real OpenID provider on loopback, which takes whoever comes for the employee that is set. */
export interface CompanySignIn {
  readonly issuer: string;
  readonly env: Record<string, string>;
  /** Who signs in there from now on. */
  employee: Employee;
  /** Lets a server's callback in. */
  allow(silhouetteUrl: string): void;
  stop(): Promise<void>;
}

/** Starts a provider; its client is known once the server's address is. */
export async function startCompanySignIn(): Promise<CompanySignIn> {
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  const issuer = `http://127.0.0.1:${address.port}`;
  const company: CompanySignIn = {
    issuer,
    env: {
      SILHOUETTE_OIDC_ISSUER: issuer,
      SILHOUETTE_OIDC_CLIENT_ID: 'silhouette',
      SILHOUETTE_OIDC_CLIENT_SECRET: 'a secret of the client alone',
      SILHOUETTE_OIDC_NAME: 'Company',
    },
    employee: { sub: 'e1', email: 'employee@example.com', email_verified: true, name: 'Employee' },
    allow: (silhouetteUrl) => {
      const provider = makeProvider(company, `${silhouetteUrl}/api/session/sso/callback`);
      const answer = provider.callback();
      server.on('request', (request, response) => {
        if (request.url?.startsWith('/login/')) void logIn(provider, company, request, response);
        else void answer(request, response);
      });
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return company;
}

/** Signs a visitor of a server in through the provider; gives where its callback led to. */
export async function signInThere({ issuer }: CompanySignIn, visitor: Visitor): Promise<string | null> {
  const there = new Visitor(issuer);
  let next = (await visitor.ask('GET', '/api/session/sso?next=%2Fcatalog')).headers.get('location') ?? '';
  for (let step = 0; step < 10; step += 1) {
    if (next.startsWith(`${visitor.url}/`)) {
      const { headers } = await visitor.ask('GET', next.slice(visitor.url.length));
      return headers.get('location');
    }
    const { headers } = await there.ask('GET', next.slice(issuer.length));
    next = new URL(headers.get('location') ?? '', issuer).href;
  }
  throw new Error('The provider goes round in circles.');
}

function makeProvider(company: CompanySignIn, redirect: string): Provider {
  return new Provider(company.issuer, {
    clients: [
      {
        client_id: 'silhouette',
        client_secret: 'a secret of the client alone',
        redirect_uris: [redirect],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    cookies: { keys: ['a key for these tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ ...company.employee, sub }) }),
    interactions: { url: (_context, interaction) => `/login/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
  });
}

async function logIn(
  provider: Provider,
  company: CompanySignIn,
  request: Parameters<Provider['interactionDetails']>[0],
  response: Parameters<Provider['interactionDetails']>[1],
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const accountId = company.employee.sub;
  const grant = new provider.Grant({ accountId, clientId: String(params.client_id) });
  grant.addOIDCScope('openid email profile');
  const grantId = await grant.save();
  await provider.interactionFinished(request, response, { login: { accountId }, consent: { grantId } });
}
