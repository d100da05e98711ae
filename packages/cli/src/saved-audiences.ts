import { Engines } from '@silhouette/engine';
import { type AudienceClient, connectAudiences } from '@silhouette/server';
import { type CommandContext, type CommonOptions, openCommandSnapshot, openCommandWorkspace } from './command-context.ts';

/**
 * What a step does with the saved audiences of a command's workspace: asked of the running server when one has them open,
 * else of their database, which is opened at the first question and given back when the step ends.
 */
export async function withSavedAudiences<T>(
  context: CommandContext,
  options: CommonOptions,
  step: (client: AudienceClient) => Promise<T>,
): Promise<T> {
  const workspace = openCommandWorkspace(context, options);
  // Opened when something is counted, which only saving does.
  const engines = new Engines({ index: { indexDir: workspace.indexDir, build: 'never' } });
  const audiences = await connectAudiences({
    stateDir: workspace.stateDir,
    env: context.env,
    findSnapshot: () => openCommandSnapshot(workspace, undefined),
    count: ({ question }) => engines.answer(null, (engine) => engine.count(question)),
    now: Date.now,
  });
  try {
    return await step(audiences.client);
  } finally {
    await audiences.close();
    await engines.close();
  }
}
