export const apiDocsTexts = {
  title: "API",
  example: "Example",
  parameters: (path: string) => `Parameters of ${path}`,
  fields: (path: string) => `Response fields of ${path}`,
  response: (fields: number) => `Response, ${fields} fields`,
  statuses: "Status codes",
  optional: (place: string) => `${place}, optional`,
  either: (types: readonly string[]) => types.join(" or "),
  head: { parameter: "Parameter", place: "In", field: "Field", type: "Type", description: "Description" },
} as const;
