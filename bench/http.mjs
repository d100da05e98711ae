// Exploring as the page does it: `POST /api/explore` to `silhouette serve` in a process of its own, by several clients at once. No
// question is asked twice, so that no answer comes from a cache of answers.
import { startServer } from './workspace.mjs';

/** Times of explore with the same panels as inside the process, of explain, and of a page of members. */
export async function measureHttp({ workspace, questions, panels, clients }) {
  const startedAt = performance.now();
  const server = await startServer(workspace);
  try {
    const third = Math.floor(questions.length / 3);
    const [explore, explain, members] = [0, 1, 2].map((part) => questions.slice(part * third, (part + 1) * third));
    const [warmUp, ...explored] = explore;
    await ask(`${server.url}/api/explore`, { audience: warmUp.definition, panels });
    const firstMs = performance.now() - startedAt;
    const run = async (name, path, list, bodyOf, atOnce) => {
      const times = [];
      // Whichever engine the server chose.
      const engines = new Set();
      let next = 0;
      const client = async () => {
        for (let index = next++; index < list.length; index = next++) {
          const { elapsedMs, engine } = await ask(server.url + path, bodyOf(list[index]));
          times.push(elapsedMs);
          engines.add(engine);
        }
      };
      const begunAt = performance.now();
      await Promise.all(Array.from({ length: atOnce }, client));
      return { name, engines: [...engines], clients: atOnce, elapsedMs: times, wallMs: performance.now() - begunAt };
    };
    const half = Math.floor(explored.length / 2);
    const exploreBody = ({ definition }) => ({ audience: definition, panels });
    const ids = panels.slice(0, 12);
    return {
      firstMs,
      runs: [
        await run('explore, 12 panels', '/api/explore', explored.slice(0, half), exploreBody, 1),
        await run('explore, 12 panels', '/api/explore', explored.slice(half), exploreBody, clients),
        await run('explain', '/api/explain', explain, ({ definition }) => ({ audience: definition }), 1),
        await run(
          'members, first 100, 12 attributes',
          '/api/members',
          members,
          ({ definition }) => ({ audience: definition, attributes: ids, limit: 100 }),
          1,
        ),
      ],
    };
  } finally {
    await server.stop();
  }
}

async function ask(url, body) {
  const startedAt = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  const elapsedMs = performance.now() - startedAt;
  return { elapsedMs, engine: JSON.parse(text).engine };
}
