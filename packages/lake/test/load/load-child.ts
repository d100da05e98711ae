import { writeSync } from 'node:fs';
import { loadWorkspace, openWorkspace } from '../../src/index.ts';

// A load in a process of its own, to be killed: the folder and the time of the load are its arguments. Each step is told
// on stdout, so that whoever kills can choose one.
const [, , dir = '', now = '0'] = process.argv;
const progress = (): void => void writeSync(1, '.');
progress();
await loadWorkspace(openWorkspace(dir), { nowMs: Number(now), waitMs: 20_000, progress });
progress();
