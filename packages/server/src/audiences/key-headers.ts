/** Headers by which a command shows a running server who asks: the key of `SILHOUETTE_API_KEY`, if there is one. */
export function writeKeyHeaders(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const key = env.SILHOUETTE_API_KEY?.trim() ?? '';
  return key === '' ? {} : { authorization: `Bearer ${key}` };
}
