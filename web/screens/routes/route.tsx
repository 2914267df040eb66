export function RouteScreen() {
  return null;
}
