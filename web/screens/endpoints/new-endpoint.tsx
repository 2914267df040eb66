export function NewEndpointScreen() {
  return null;
}
