import type { ErrorCode, Issue } from './error.ts';
import { MAX_ISSUES } from './text/limits.ts';

/** What is wrong with one text, body or address: so many issues are told, and the rest is counted, as no answer is many times as long as what was sent. */
export class IssueList {
  private readonly code: ErrorCode;
  private readonly most: number;
  private readonly told: Issue[] = [];
  private untold = 0;

  /** `code` is that of the last issue where some are only counted. */
  constructor(code: ErrorCode, most = MAX_ISSUES) {
    this.code = code;
    this.most = most;
  }

  add(issue: Issue): void {
    if (this.told.length < this.most) this.told.push(issue);
    else this.untold += 1;
  }

  /** All issues, in the order in which they were added; past the most that are told their number. */
  get issues(): readonly Issue[] {
    if (this.untold === 0) return this.told;
    const message = `${this.untold} more problems were found: correct the ones above first.`;
    return [...this.told, { path: '', code: this.code, message }];
  }
}
