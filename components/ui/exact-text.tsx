/** A text to be compared or copied character by character. What has no spaces is broken anywhere. */
export function ExactText({ children, testId }: { children: string; testId?: string }) {
  return (
    <pre
      data-testid={testId}
      className="mt-1.5 whitespace-pre-wrap rounded-control border border-line bg-sunken p-3 font-mono text-small [overflow-wrap:anywhere]"
    >
      {children}
    </pre>
  );
}
