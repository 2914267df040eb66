export function NewRouteScreen() {
  return null;
}
