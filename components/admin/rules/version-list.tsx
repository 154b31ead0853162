import { rulesTexts } from "@/components/messages/rules";
import { DataList } from "@/components/ui/data-list";
import { Disclosure } from "@/components/ui/disclosure";
import { Time } from "@/components/ui/time";
import type { DocumentKind } from "@/server/domain/rules/document";
import type { VersionView } from "@/server/services/proposals/list-versions";
import { describeDocument, sayChange } from "@/server/words/document/say-document";
import { sayPeriod } from "@/server/words/document/say-effect";
import { Changes } from "./changes";

const texts = rulesTexts.versions;

/** All versions, newest first: when each is in force, who agreed on it, and what it changed. */
export function VersionList({ kind, versions }: { kind: DocumentKind; versions: readonly VersionView[] }) {
  return (
    <ol className="flex flex-col gap-2">
      {versions.map((version) => (
        <li key={version.version}>
          <Disclosure
            summary={texts.name(version.version)}
            aside={
              <span className="text-muted text-small">
                {version.inForce ? sayPeriod(version.inForce) : <Time ms={version.writtenAtMs} />}
              </span>
            }
          >
            <Version kind={kind} version={version} />
          </Disclosure>
        </li>
      ))}
    </ol>
  );
}

function Version({
  kind,
  version: { agreed, author, writtenAtMs, changes, document },
}: {
  kind: DocumentKind;
  version: VersionView;
}) {
  return (
    <div className="flex flex-col gap-3">
      <p>
        {agreed ? texts.agreed(agreed.proposer, agreed.second) : texts.byCommand(author)},{" "}
        <Time ms={writtenAtMs} show="exact" />
      </p>
      {agreed ? <p className="break-words">“{agreed.reason}”</p> : null}
      {changes ? <Changes sentences={changes.map((change) => sayChange(kind, change))} /> : <p>{texts.first}</p>}
      <DataList items={describeDocument(kind, document)} />
    </div>
  );
}
