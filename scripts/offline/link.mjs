// In place of next/link: the offline page has no links, and no router.
export default () => null;
