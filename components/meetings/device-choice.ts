/** The devices that somebody chose in this browser; what is missing is the system's choice. */
export type DeviceChoice = { audioInput?: string; videoInput?: string; audioOutput?: string };

const KEY = 'call-devices';

/** The remembered choice. Ids of devices that are gone are harmless: browsers then take another one. */
export function deviceChoice(): DeviceChoice {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return isChoice(found) ? found : {};
  } catch {
    return {};
  }
}

/** Remembers a choice for the next calls in this browser; an empty one goes back to the system's. Returns all that is chosen. */
export function keepDeviceChoice(choice: DeviceChoice): DeviceChoice {
  const merged = { ...deviceChoice(), ...choice };
  const kept: DeviceChoice = Object.fromEntries(Object.entries(merged).filter(([, id]) => id !== ''));
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without storage the choice holds for this call.
  }
  return kept;
}

function isChoice(value: unknown): value is DeviceChoice {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((id) => typeof id === 'string')
  );
}
