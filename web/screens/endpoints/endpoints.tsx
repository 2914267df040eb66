export function EndpointsScreen() {
  return null;
}
