// The lock file says what each package must hash to, and names no registry: a clone installs from the configured one,
// and nothing but what was locked.
export function checkLock(files) {
  const text = files.find((file) => file.path === "package-lock.json")?.text ?? '{"packages":{}}';
  const urls = new Set(text.match(/https?:\/\/[^/"]+\/[^"]*\.tgz/g) ?? []);
  const hosts = [...urls].map((url) => `package-lock.json names a registry: ${url}`);
  const unhashed = withoutIntegrity(JSON.parse(text).packages).map(
    (place) => `package-lock.json has no integrity for ${place}`,
  );
  return {
    figures: { registriesInLock: hosts.length, lockEntriesWithoutIntegrity: unhashed.length },
    problems: [...hosts, ...unhashed],
  };
}

/** Entries that are fetched by themselves: not the project, not a link, not what is packed into another package. */
export function withoutIntegrity(packages) {
  return Object.entries(packages)
    .filter(([place, entry]) => place !== "" && !entry.link && !entry.inBundle && !entry.integrity)
    .map(([place]) => place);
}
