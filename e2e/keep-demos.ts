import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the demos that were made in this run. */
    demos: string;
  }
}

/** Before all files: a folder for demos, that goes with the run. */
export default function keepDemos(project: TestProject): () => void {
  const demos = mkdtempSync(join(tmpdir(), 'silhouette-demos-'));
  project.provide('demos', demos);
  return () => rmSync(demos, { recursive: true, force: true });
}
