/** Whether a mask has nobody of a block of 512 customers. */
@inline
export function isEmpty(at: usize): bool {
  return !v128.any_true(
    v128.or(v128.or(v128.load(at), v128.load(at, 16)), v128.or(v128.load(at, 32), v128.load(at, 48))),
  );
}
