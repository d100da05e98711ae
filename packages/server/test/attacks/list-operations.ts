import { ask } from '../audiences/shop.ts';

/** One method of one address of the API. */
export interface Operation {
  readonly method: string;
  /** With `{id}` where an id stands. */
  readonly path: string;
}

/** Every operation that the OpenAPI document of a server tells. */
export async function listOperations(url: string): Promise<readonly Operation[]> {
  const { body } = await ask(url, 'GET', '/api/openapi.json');
  const paths: readonly (readonly [string, object])[] = Object.entries(body.paths);
  return paths.flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })));
}
