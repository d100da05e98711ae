/** A test or check, as `file > test`, and what it said. */
export interface Told {
  name: string;
  reason: string;
}

export interface Results {
  passed: number;
  failed: number;
  failures: Told[];
  /** What failed at first and passed alone; counted as passed. */
  secondTries: Told[];
}

/** What is read of vitest's JSON report. */
export interface Report {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

export type RunVitest = (
  config: string,
  env: Record<string, string>,
  files: readonly string[],
) => { done: boolean; report: Report | null };

export function noResults(): Results;
export function check(results: Results, name: string, holds: boolean, reason?: string): boolean;
export function runSuite(
  results: Results,
  name: string,
  config: string,
  env?: Record<string, string>,
  runVitest?: RunVitest,
): void;
export function addResults(results: Results, more: Results): void;
export function tellResults(results: Results): string;
