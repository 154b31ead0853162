import type { SourceName } from "@/server/domain/source/names";
import { type Inspection, inspectBlockfrost } from "./blockfrost/inspect/inspect";
import { inspectQuestions, type QuestionsInspection } from "./inspect-questions";
import { type OpenedSource, type OpenSettings, openSources } from "./open-sources";

/** What one of the sources can do and lacks. Of Blockfrost's family routes are told, of others questions. */
export type AnyInspection = { readonly name: SourceName } & (Inspection | QuestionsInspection);

type How = {
  /** One of them; null for all that the settings name. */
  readonly only: SourceName | null;
  readonly tell: (name: SourceName, question: string, status: string) => void;
};

/** Asks the sources that the settings name, of whatever network, one after the other. */
export async function inspectSources(settings: OpenSettings, { only, tell }: How): Promise<AnyInspection[]> {
  const inspections: AnyInspection[] = [];
  for (const opened of openSources(settings)) {
    if (only !== null && opened.name !== only) continue;
    inspections.push({ name: opened.name, ...(await inspect(settings, opened, tell)) });
  }
  return inspections;
}

function inspect(settings: OpenSettings, { name, source }: OpenedSource, tell: How["tell"]) {
  const tellOf = (question: string, status: string) => tell(name, question, status);
  switch (name) {
    case "blockfrost":
      return inspectBlockfrost(
        { url: settings.BLOCKFROST_URL ?? "", projectId: settings.BLOCKFROST_PROJECT_ID },
        tellOf,
      );
    case "blockfrost-backup":
      return inspectBlockfrost(
        { url: settings.BLOCKFROST_BACKUP_URL ?? "", projectId: settings.BLOCKFROST_BACKUP_PROJECT_ID },
        tellOf,
      );
    default:
      return inspectQuestions(source, tellOf);
  }
}
