/** Somebody with a browser: cookies are kept, and changes say that they come from the server's own page. */
export class Visitor {
  readonly url: string;
  readonly cookies = new Map<string, string>();

  constructor(url: string) {
    this.url = url;
  }

  /** The body of an answer is any JSON: what is expected of it is the test's own. */
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookies.size === 0 ? {} : { cookie: this.cookieHeader }),
        ...(method === 'GET' ? {} : { origin: this.url }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) this.take(line);
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, setCookies, body: isJson ? JSON.parse(text) : text };
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private take(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    if (attributes.some((one) => /^max-age=0$/i.test(one))) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** A password that is long enough. */
export const PASSWORD = 'correct horse battery staple';
/** The first administrator of these tests. */
export const OWNER = { name: 'Owner', email: 'owner@example.com', password: PASSWORD };

/** Makes the first account and signs in with it. */
export async function setUpOwner(url: string): Promise<Visitor> {
  const owner = new Visitor(url);
  const made = await owner.ask('POST', '/api/set-up', OWNER);
  if (made.status !== 204) throw new Error(`No first account: ${made.status} ${JSON.stringify(made.body)}`);
  return signIn(url, OWNER.email, PASSWORD);
}

/** Signs in by password alone. */
export async function signIn(url: string, email: string, password = PASSWORD): Promise<Visitor> {
  const visitor = new Visitor(url);
  const { status, body } = await visitor.ask('POST', '/api/session', { email, password });
  if (status !== 200 || body.state !== 'signed-in') throw new Error(`Not signed in: ${status} ${JSON.stringify(body)}`);
  return visitor;
}

/** Invites somebody, takes the invitation up and signs in. */
export async function addPerson(by: Visitor, email: string, role: string, rowScope: unknown = null): Promise<Visitor> {
  const invited = await by.ask('POST', '/api/invitations', { email, role, rowScope });
  if (invited.status !== 201) throw new Error(`Not invited: ${invited.status} ${JSON.stringify(invited.body)}`);
  const token = new URL(invited.body.url).hash.slice(1);
  const guest = new Visitor(by.url);
  const used = await guest.ask('POST', '/api/links/use', { token, name: email.split('@')[0], password: PASSWORD });
  if (used.status !== 200) throw new Error(`Not taken up: ${used.status} ${JSON.stringify(used.body)}`);
  return signIn(by.url, email);
}

/** The id of somebody, as an administrator sees it. */
export async function findPerson(by: Visitor, email: string) {
  const { body } = await by.ask('GET', '/api/people');
  return body.people.find((one: { email: string }) => one.email === email);
}
