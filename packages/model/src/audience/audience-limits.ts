/** Most characters of what people write about an audience, and most tags. */
export const AUDIENCE_LIMITS = { name: 200, description: 5000, note: 500, tag: 60, tags: 50 } as const;
