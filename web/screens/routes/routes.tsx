export function RoutesScreen() {
  return null;
}
