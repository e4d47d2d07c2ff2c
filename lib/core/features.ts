/** The features a workspace can switch; the table `features` holds the same, a test compares them. */
export const FEATURES = ['chat', 'meetings'] as const;

export type Feature = (typeof FEATURES)[number];
