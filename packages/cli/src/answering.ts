import {
  type CustomerOpener,
  checkAttributes,
  collectNotes,
  compareAudiences,
  countBase,
  type EngineName,
  Engines,
  explainAudience,
  explainMembership,
  exploreAudience,
  type MemberPage,
  overlapAudiences,
  type PreparedQuestion,
  type PreparedVersus,
  portraitAudience,
  prepareQuestion,
  type Question,
  readEngineName,
  readMemberPages,
  tellHistory,
  type WrittenAudience,
} from '@silhouette/engine';
import type { Snapshot, Workspace } from '@silhouette/lake';
import {
  type AttributeId,
  type CompareAnswer,
  type ExplainAnswer,
  type ExploreAnswer,
  type HistoryAnswer,
  type Issue,
  type Note,
  type OverlapAnswer,
  type PlainValue,
  type PortraitAnswer,
  SilhouetteError,
  type WhyAnswer,
} from '@silhouette/model';
import { readAudienceArgument } from './audience-argument.ts';
import { type CommandContext, type CommonOptions, openCommandSnapshot, openCommandWorkspace } from './command-context.ts';
import { withSavedAudiences } from './saved-audiences.ts';

/** Options of commands that answer about an audience. */
export interface AudienceOptions extends CommonOptions {
  readonly asOf?: string;
  readonly snapshot?: string;
  readonly engine?: string;
}

/** An audience argument, read against its snapshot. */
export interface CommandQuestion {
  readonly prepared: PreparedQuestion;
  /** As written. */
  readonly definition: PlainValue;
  readonly question: Question;
  readonly snapshot: Snapshot;
  /** ISO instant. */
  readonly asOf: string;
  readonly hash: string;
}

/**
 * Reads an audience argument with its `--as-of` and `--snapshot`, and holds the attributes `named` beside it against the
 * catalog. `definitionPath` begins the paths of the definition's issues. @throws SilhouetteError with every issue.
 */
export async function openQuestion(
  context: CommandContext,
  audience: string,
  options: AudienceOptions,
  named: { readonly ids: readonly string[]; readonly path: string } | null = null,
  definitionPath = '',
): Promise<CommandQuestion> {
  const definition = await readAudienceArgument(audience, context.cwd);
  const snapshot = await openCommandSnapshot(openCommandWorkspace(context, options), options.snapshot);
  const issues: Issue[] = [];
  const prepared = await attempt(issues, () =>
    withSavedAudiences(context, options, ({ resolve }) =>
      prepareQuestion({ snapshot, definition, asOf: options.asOf ?? null, resolveAudience: resolve, definitionPath }),
    ),
  );
  if (named !== null) await attempt(issues, () => checkAttributes(snapshot, named.ids, named.path));
  if (prepared === null || issues.length > 0) throw new SilhouetteError(issues);
  const { question, hash } = prepared;
  return { prepared, definition, question, snapshot, asOf: new Date(question.asOfMs).toISOString(), hash };
}

/**
 * Reads both audiences of a comparison at one snapshot and as-of: `versus` is `everyone`, `rest`, or another AUDIENCE.
 * @throws SilhouetteError with every issue of both.
 */
export async function openComparison(
  context: CommandContext,
  audience: string,
  versus: string,
  options: AudienceOptions,
): Promise<{ readonly question: CommandQuestion; readonly versus: PreparedVersus }> {
  if (audience === '-' && versus === '-') {
    throw SilhouetteError.of('invalid-option', 'Standard input holds one definition; give the other as a file.', '--versus');
  }
  const issues: Issue[] = [];
  const question = await attempt(issues, () => openQuestion(context, audience, options));
  const known = versus === 'everyone' || versus === 'rest' ? ({ kind: versus } as const) : null;
  const compared = known ?? (await attempt(issues, () => openVersus(context, versus, options)));
  // What is wrong with the snapshot or the as-of is found by both: it is told once.
  const told = [...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values()];
  if (question === null || compared === null || told.length > 0) throw new SilhouetteError(told);
  return { question, versus: compared };
}

/**
 * Reads several audiences at one snapshot and as-of; `-` may stand for one of them. `paths` begin the paths of their issues, one
 * for each; `audiences[0]` and so on where none are given. @throws SilhouetteError with every issue of all.
 */
export async function openAudiences(
  context: CommandContext,
  named: readonly string[],
  options: AudienceOptions,
  paths: readonly string[] = named.map((_one, place) => `audiences[${place}]`),
): Promise<readonly WrittenAudience[]> {
  if (named.filter((one) => one === '-').length > 1) {
    throw SilhouetteError.of('invalid-option', 'Standard input holds one definition; give the others as files.', paths.at(-1));
  }
  const issues: Issue[] = [];
  const audiences: WrittenAudience[] = [];
  for (const [place, audience] of named.entries()) {
    const opened = await attempt(issues, () => openQuestion(context, audience, options, null, paths[place]));
    if (opened !== null) audiences.push({ prepared: opened.prepared, definition: opened.definition });
  }
  // What is wrong with the snapshot or the as-of is found by all: it is told once.
  if (issues.length > 0) throw new SilhouetteError([...new Map(issues.map((one) => [JSON.stringify(one), one])).values()]);
  return audiences;
}

async function openVersus(context: CommandContext, versus: string, options: AudienceOptions): Promise<PreparedVersus> {
  const { prepared } = await openQuestion(context, versus, options, null, '--versus');
  return { kind: 'audience', prepared };
}

/** The result of a step; null when it failed: its issues are told with the others. */
async function attempt<T>(issues: Issue[], step: () => T | Promise<T>): Promise<T | null> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof SilhouetteError)) throw error;
    issues.push(...error.issues);
    return null;
  }
}

/** The engines of one command: opened when first asked, closed at its end. */
export class Answering {
  readonly engines: Engines;
  /** The engine of `--engine`; null: the first that can answer. */
  readonly forced: EngineName | null;

  constructor(forced: EngineName | null, workspace: Workspace) {
    this.forced = forced;
    // A command answers and goes: an index is built by `load`, not while somebody waits.
    this.engines = new Engines({ index: { indexDir: workspace.indexDir, build: 'never' } });
  }

  explore({ prepared }: CommandQuestion, panels: readonly string[] | null): Promise<ExploreAnswer> {
    return this.engines.answer(this.forced, (engine) => exploreAudience(engine, this.engines.valueLists, prepared, panels));
  }

  explain({ prepared }: CommandQuestion): Promise<ExplainAnswer> {
    return this.engines.answer(this.forced, (engine) => explainAudience(engine, this.engines.valueLists, prepared));
  }

  portrait({ prepared }: CommandQuestion, versus: PreparedVersus, top: number): Promise<PortraitAnswer> {
    return this.engines.answer(this.forced, (engine) =>
      portraitAudience(engine, this.engines.valueLists, prepared, versus, top),
    );
  }

  overlap(audiences: readonly [WrittenAudience, ...WrittenAudience[]], top: number | null): Promise<OverlapAnswer> {
    return this.engines.answer(this.forced, (engine) => overlapAudiences(engine, this.engines.valueLists, audiences, top));
  }

  compare(before: WrittenAudience, after: WrittenAudience): Promise<CompareAnswer> {
    return this.engines.answer(this.forced, (engine) => compareAudiences(engine, this.engines.valueLists, before, after));
  }

  history({ prepared }: CommandQuestion, months: number): Promise<HistoryAnswer> {
    return this.engines.answer(this.forced, (engine) => tellHistory(engine, this.engines.valueLists, prepared, months));
  }

  /** Why the customer of a key is in a group or is not. */
  why({ prepared, snapshot }: CommandQuestion, key: string): Promise<WhyAnswer> {
    const open: CustomerOpener = (customer, needs) => this.engines.openCustomer(snapshot, customer, needs);
    return explainMembership(open, this.engines.valueLists, prepared, key);
  }

  /** What the reader of a list with these attributes must know. */
  collectNotes({ prepared }: CommandQuestion, attributes: readonly AttributeId[]): Promise<Note[]> {
    return collectNotes(this.engines.valueLists, prepared, attributes.length > 0);
  }

  /** Customers at the snapshot's own as-of. */
  countBase(snapshot: Snapshot): Promise<number> {
    return this.engines.answer(this.forced, (engine) => countBase(engine, snapshot));
  }

  /** All members in the order of their keys, page by page. */
  memberPages({ question }: CommandQuestion, attributes: readonly AttributeId[]): AsyncGenerator<MemberPage, void, undefined> {
    return readMemberPages(this.engines, this.forced, question, attributes);
  }

  close(): Promise<void> {
    return this.engines.close();
  }
}

/** Engines for one command on its workspace. @throws SilhouetteError `unknown-engine`, `catalog-missing`. */
export function openAnswering(context: CommandContext, options: CommonOptions & { readonly engine?: string }): Answering {
  const forced = options.engine === undefined ? null : readEngineName(options.engine, '--engine');
  return new Answering(forced, openCommandWorkspace(context, options));
}
