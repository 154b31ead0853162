export const chartTexts = {
  table: "Show as table",
  keys: (values: string) => `${values}. Use the arrow keys to read each bar.`,
} as const;
