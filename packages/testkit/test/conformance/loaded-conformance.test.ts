import { ReferenceEngine } from '@silhouette/engine';
import { loadedEngine, runConformance } from '@silhouette/testkit';

runConformance(loadedEngine('reference after a load', (session) => ReferenceEngine.on(session)));
