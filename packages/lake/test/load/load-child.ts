import { loadWorkspace, openWorkspace } from '../../src/index.ts';

// A load in a process of its own, to be killed: the folder and the time of the load are its arguments.
const [, , dir = '', now = '0'] = process.argv;
await loadWorkspace(openWorkspace(dir), { nowMs: Number(now), waitMs: 20_000 });
