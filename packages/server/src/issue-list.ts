import { type Issue, SilhouetteError } from '@silhouette/model';

/** What is wrong with one request: so many issues are told, and the rest is counted, as no answer is many times as long as what was sent. */
export class IssueList {
  private readonly told: Issue[] = [];
  private readonly most: number;
  private untold = 0;

  constructor(most: number) {
    this.most = most;
  }

  add(issue: Issue): void {
    if (this.told.length < this.most) this.told.push(issue);
    else this.untold += 1;
  }

  /** @throws SilhouetteError with all issues added so far, if there are any. */
  throwAny(): void {
    if (this.told.length === 0) return;
    const message = `${this.untold} more problems were found: correct the ones above first.`;
    const rest: readonly Issue[] = this.untold === 0 ? [] : [{ path: '', code: 'invalid-option', message }];
    throw new SilhouetteError([...this.told, ...rest]);
  }
}
