import { ReferenceEngine } from '@silhouette/engine';
import { referenceInMemory, runConformance, storedEngine } from '@silhouette/testkit';

runConformance(referenceInMemory);
runConformance(storedEngine('reference over Parquet', (session) => ReferenceEngine.on(session)));
