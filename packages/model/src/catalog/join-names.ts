/** Name of an event's field, with the event's name before it unless it begins with that already: `구매 금액`, `purchase amount`. */
export function joinNames(event: string, field: string): string {
  return field.toLowerCase().startsWith(event.toLowerCase()) ? field : `${event} ${field}`;
}
