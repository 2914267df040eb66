export function DeletionsScreen() {
  return null;
}
