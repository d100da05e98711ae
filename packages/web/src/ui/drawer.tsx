import { Modal, type ModalProps } from './modal.tsx';

/** A sheet from the side, over the page. */
export function Drawer({ side = 'right', ...props }: ModalProps & { readonly side?: 'left' | 'right' }) {
  return <Modal {...props} look="drawer" className={`drawer-${side}`} />;
}
