import { Fragment } from "react";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Disclosure } from "@/components/ui/disclosure";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import type { ApiOperation } from "@/server/trpc/openapi/operations";
import { type ApiField, fieldsOf } from "./fields";

export function Operation({ operation }: { operation: ApiOperation }) {
  const { id, path, summary, description, parameters, answers, schema, exampleUrl } = operation;
  const fields = fieldsOf(schema);
  return (
    <Card id={id} title={summary} note={<code className="font-mono text-ink">{`GET ${path}`}</code>}>
      <div className="grid gap-4">
        {description ? <p className="max-w-prose text-muted">{description}</p> : null}
        <CodeBlock label="Example" text={`curl '${exampleUrl}'`} />
        {parameters.length > 0 ? (
          <div className="overflow-hidden rounded-panel border border-line">
            <Table
              caption={`Parameters of ${path}`}
              head={
                <>
                  <Th>Parameter</Th>
                  <Th>In</Th>
                  <Th>What it is</Th>
                </>
              }
            >
              {parameters.map((parameter) => (
                <tr key={parameter.name}>
                  <RowTh className="font-mono">{parameter.name}</RowTh>
                  <Td className="whitespace-nowrap">
                    {parameter.place}
                    {parameter.required ? "" : ", optional"}
                  </Td>
                  <Td className="min-w-64">
                    <CodeInText text={parameter.description} />
                  </Td>
                </tr>
              ))}
            </Table>
          </div>
        ) : null}
        <div className="grid gap-1">
          {fields.length > 0 ? (
            <Disclosure variant="line" summary={`The answer, ${fields.length} fields`}>
              <Fields path={path} fields={fields} />
            </Disclosure>
          ) : null}
          <Disclosure variant="line" summary="Statuses">
            <ul className="grid gap-1 text-small">
              {answers.map(({ status, description: text }) => (
                <li key={status}>
                  <code className="figures font-mono">{status}</code> <span className="text-muted">{text}</span>
                </li>
              ))}
            </ul>
          </Disclosure>
        </div>
      </div>
    </Card>
  );
}

/** The document marks names of fields as Markdown does. */
function CodeInText({ text }: { text: string }) {
  return text.split("`").map((part, place) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a part of the text is known by
    if (place % 2 === 0) return <Fragment key={place}>{part}</Fragment>;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <code key={place} className="font-mono">
        {part}
      </code>
    );
  });
}

function Fields({ path, fields }: { path: string; fields: readonly ApiField[] }) {
  return (
    <div className="overflow-hidden rounded-panel border border-line">
      <Table
        caption={`Fields of the answer of ${path}`}
        className="max-h-96"
        head={
          <>
            <Th>Field</Th>
            <Th>Type</Th>
            <Th>What it is</Th>
          </>
        }
      >
        {fields.map((field) => (
          <tr key={field.name}>
            <RowTh className="font-mono">{field.name}</RowTh>
            <Td className="max-w-64 break-words">{field.type}</Td>
            <Td className="min-w-64">
              <CodeInText text={field.description} />
            </Td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
