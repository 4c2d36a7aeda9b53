import { type InvoiceQuestion, invoices } from '@countinghouse/protocol';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { DateText } from '../../shared/DateText.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger } from '../../shared/messenger.tsx';
import { newClientId } from '../../shared/new-client-id.ts';
import { useAction } from '../../shared/use-action.ts';
import styles from './QuestionThread.module.css';
import { askTexts } from './question-texts.ts';

interface QuestionThreadProps {
  questions: readonly InvoiceQuestion[];
  onAnswered?(question: InvoiceQuestion): void;
}

/** Questions with their answers; the person asked answers here. */
export function QuestionThread({ questions, onAnswered }: QuestionThreadProps) {
  const directory = useDirectory();
  const texts = useTexts(askTexts);
  return (
    <ol className={styles.thread}>
      {questions.map((question) => (
        <li key={question.id}>
          <p className={styles.who}>
            {texts.asks(directory.nameOfPerson(question.askedById), directory.nameOfPerson(question.askedOfId))}
            {' · '}
            <DateText at={question.askedAt} show="date-time" />
          </p>
          <p className={styles.text}>{question.text}</p>
          <AnswerPart question={question} onAnswered={onAnswered} />
        </li>
      ))}
    </ol>
  );
}

interface AnswerPartProps {
  question: InvoiceQuestion;
  onAnswered?(question: InvoiceQuestion): void;
}

export function AnswerPart({ question, onAnswered }: AnswerPartProps) {
  const me = useMe();
  const directory = useDirectory();
  const texts = useTexts(askTexts);
  const { answer } = question;
  if (answer) {
    return (
      <div className={styles.answer}>
        <p className={styles.who}>
          {directory.nameOfPerson(answer.byId)} · <DateText at={answer.at} show="date-time" />
        </p>
        <p className={styles.text}>{answer.text}</p>
      </div>
    );
  }
  if (question.askedOfId === me.person.id) return <AnswerBox question={question} onAnswered={onAnswered} />;
  return <p className={styles.waiting}>{texts.waiting(directory.nameOfPerson(question.askedOfId))}</p>;
}

const textLengthMax = 2000;

function AnswerBox({ question, onAnswered }: AnswerPartProps) {
  const texts = useTexts(askTexts);
  const { call } = useMessenger();
  const [text, setText] = useState('');
  const [clientId] = useState(newClientId);
  const send = useAction(async () => {
    const body = { clientId, text: text.trim() };
    const answered = await call(invoices.answer, { params: { questionId: question.id }, body });
    onAnswered?.(answered);
  });
  const isEmpty = text.trim() === '';
  return (
    <div className={styles.box}>
      <Input.TextArea
        aria-label={texts.answer}
        placeholder={texts.answerHint}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={textLengthMax}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !isEmpty) void send.run();
        }}
      />
      <Button type="primary" disabled={isEmpty} loading={send.isRunning} onClick={() => send.run()}>
        {texts.answer}
      </Button>
    </div>
  );
}
