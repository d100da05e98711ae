import { Modal, type ModalProps } from './modal.tsx';

/** A small window over the page. */
export function Dialog(props: ModalProps) {
  return <Modal {...props} look="dialog" />;
}
