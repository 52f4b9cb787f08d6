/** Whether a method only reads (RFC 9110 §9.2.1). */
export const isSafe = (method: string) => /^(GET|HEAD|OPTIONS)$/.test(method)
